"""Downloader middlewares and what else stands between scheduler and site."""
