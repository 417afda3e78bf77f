"""What a page must keep to be published: words, headings, links, images and tables that serve everybody."""
