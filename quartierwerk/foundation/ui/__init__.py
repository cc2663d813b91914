"""The look and the manners of every page: skeletons, components, links, the style page."""
