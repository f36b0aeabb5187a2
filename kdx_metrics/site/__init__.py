"""The public site: a folder of pages and open data for any web server, of what citizens may see alone."""
