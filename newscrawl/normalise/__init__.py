"""Raw readings to clean values: pure functions that know no Scrapy and no page."""
