"""The pages. The only home of Jinja2."""
