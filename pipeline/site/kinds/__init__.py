"""The kinds of pages and files that make the site: one module each, each with a `render`."""
