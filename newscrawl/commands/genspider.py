"""`scrapy genspider -t wire NAME URL`: a spider for a known site, beside Scrapy's own templates.

TEMPLATES_DIR would put the project's templates in the place of Scrapy's instead of beside them.
"""

from __future__ import annotations

import argparse
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from scrapy.commands.genspider import Command as ScrapyGenspider


class Command(ScrapyGenspider):
    """As in Scrapy, with the template `wire` and domains as `Site` takes them."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Make the spider, or list (-l) or show (-d) templates."""
        folder = resources.files("newscrawl").joinpath("templates", "spiders")
        with resources.as_file(folder) as templates:
            own = {file.stem: str(file) for file in sorted(templates.glob("*.tmpl"))}
            # A template may be given by its path: that is how Scrapy finds ours.
            opts.template = own.get(opts.template, opts.template)
            opts.dump = own.get(opts.dump, opts.dump)
            super().run(args, opts)
            if opts.list:
                print("and of newscrawl, for a news site:\n", "\n".join(f"  {name}" for name in own))

    def _generate_template_variables(
        self, module: str, name: str, url: str, template_name: str
    ) -> dict[str, Any]:
        variables = super()._generate_template_variables(module, name, url, template_name)
        # Scrapy's domain keeps the port, with which allowed_domains matches nothing.
        variables["domain"] = (urlsplit(url).hostname or "").removeprefix("www.")
        return variables
