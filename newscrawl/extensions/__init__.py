"""What a person sees of a crawl: a line of progress, a log of whole lines, a summary."""
