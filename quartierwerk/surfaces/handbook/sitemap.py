"""What search engines are told of the handbook."""

ROUTES = ("handbook:contents",)
