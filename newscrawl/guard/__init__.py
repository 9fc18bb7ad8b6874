"""What keeps a crawl out of harm's way: where it may connect, and how much of a page it takes."""
