"""Frame of every page: header, banners, news, people, filters, style."""
