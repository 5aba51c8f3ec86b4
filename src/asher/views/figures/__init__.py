"""What a page shows as a picture, drawn as SVG with a title and a description in words."""
