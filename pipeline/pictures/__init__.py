"""Pictures: size, shape, real format. The only home of Pillow."""
