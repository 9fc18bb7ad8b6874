"""Commands of the project, beside Scrapy's own: `scrapy -h` lists them."""
