"""The Scrapy project: outlets, their sources, and pages turned into articles."""
