"""Scrapy settings of the project: only what differs from Scrapy's defaults, each with its reason."""

from pathlib import Path

from scrapy.utils.conf import closest_scrapy_cfg

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# -- a good guest --------------------------------------------------------------------------------------------

# Who asks, and where to complain: an address or URL of yours, which the add-on puts into the user agent.
NEWSCRAWL_CONTACT = ""
USER_AGENT = "newscrawl/0.1"
ADDONS = {"newscrawl.extensions.addon.Defaults": 100}
ROBOTSTXT_OBEY = True
# What the site says of reuse: "record" writes it, "skip" drops stories that reserve text and data mining or
# say noai, "require" drops those that do not say that it is not reserved.
NEWSCRAWL_RIGHTS = "record"
# Pages of another site are not told where we come from.
REFERRER_POLICY = "same-origin"
# Hosts that may be reached although their address is private or loopback: "127.0.0.1", "wiki.intern" ...
NEWSCRAWL_ALLOW_PRIVATE_HOSTS: list[str] = []
# Judges the address a name resolves to, not the name.
TWISTED_DNS_RESOLVER = "newscrawl.guard.resolver.GuardedResolver"
# News pages need no session, and without cookies no site can follow the crawler from page to page.
COOKIES_ENABLED = False
# Two requests at a time to one site, slowed down by AutoThrottle as soon as the site takes longer to answer.
# It starts at one second: Scrapy's five would be most of a short crawl.
CONCURRENT_REQUESTS_PER_DOMAIN = 2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.5
# Seconds that a run waits for a site that answers 429 or 503; one that asks for more (Retry-After) is left
# alone until the next run.
NEWSCRAWL_MAX_PAUSE = 600
# A page that takes longer or is larger is no news page.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
REDIRECT_MAX_TIMES = 8
# An end to headers too: Twisted bounds the length of their lines, not their number.
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "newscrawl.guard.download.BoundedHeadersHandler")
NEWSCRAWL_MAX_HEADERS = 262_144
# Times that a page may be larger than it came (gzip, br, zstd), beyond a megabyte.
NEWSCRAWL_MAX_RATIO = 200
NEWSCRAWL_MAX_URL = 4096
# A page beyond these is not read (one too deep is read flat); real ones stay under a tenth of each.
NEWSCRAWL_MAX_ELEMENTS = 100_000
NEWSCRAWL_MAX_DEPTH = 2000
NEWSCRAWL_MAX_LINKS = 20_000
NEWSCRAWL_MAX_TEXT = 2_000_000
# The crawler says itself what it gives up, in one line.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"

# -- breadth first -------------------------------------------------------------------------------------------

# All that is one step away before anything two steps away; within a step the spider gives newer stories up to
# 999 points more, hence a thousand between two steps.
DEPTH_PRIORITY = 1000
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# http and https, www and mobile, AMP, print views, tracking: one page, one request.
REQUEST_FINGERPRINTER_CLASS = "newscrawl.middlewares.fingerprint.PageFingerprinter"
DUPEFILTER_CLASS = "newscrawl.middlewares.fingerprint.PageDupeFilter"
DOWNLOADER_MIDDLEWARES = {
    # On the engine's side of all but what keeps answers: it draws pages that came through all others.
    "newscrawl.middlewares.render.RenderMiddleware": 60,
    # On the engine's side of all others: what it sees is an answer for good.
    "newscrawl.middlewares.revisit.AnswerMiddleware": 50,
    # Before robots.txt: a host that asks to be left alone is not asked for that either.
    "newscrawl.middlewares.pace.PaceMiddleware": 95,
    # Scrapy reads robots.txt whatever its status and allows all after errors; RFC 9309 wants otherwise.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.robots.RobotsMiddleware": 100,
    # Scrapy bounds what is unpacked by size, not by ratio.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawl.middlewares.guard.CompressionMiddleware": 590,
    # Between decompression and what reads text.
    "newscrawl.middlewares.guard.CharsetGuardMiddleware": 585,
    "newscrawl.middlewares.guard.AddressGuardMiddleware": 950,
    # Nearest to the downloader, see there.
    "newscrawl.middlewares.budget.BudgetMiddleware": 990,
}

# -- pages drawn by script -----------------------------------------------------------------------------------

# The Chromium to use: a path or a command's name. Without it: one on PATH, Debian's, Playwright's own.
NEWSCRAWL_BROWSER = ""
# Chromium's sandbox; as root it does not start with it and goes without.
NEWSCRAWL_BROWSER_SANDBOX = True
# Pages drawn at a time, each a process of about 100 MB, and seconds a page has for it: what stands then is
# read.
NEWSCRAWL_RENDER_PAGES = 2
NEWSCRAWL_RENDER_TIMEOUT = 40

# -- from page to line ---------------------------------------------------------------------------------------

ITEM_PIPELINES = {
    "newscrawl.pipelines.AddressPipeline": 100,
    "newscrawl.pipelines.BodyPipeline": 200,
    "newscrawl.pipelines.WirePipeline": 300,
    "newscrawl.pipelines.TimesPipeline": 400,
    "newscrawl.pipelines.RelatedPipeline": 500,
    "newscrawl.pipelines.SincePipeline": 600,
    "newscrawl.pipelines.CheckPipeline": 700,
    # After the check: only for a story that would be written is its site asked.
    "newscrawl.pipelines.RightsPipeline": 750,
    "newscrawl.pipelines.StatePipeline": 800,
}
# One page gives one story: Scrapy's 100 starts a hundred tasks a page (240 against 310 pages a second).
CONCURRENT_ITEMS = 4
# Stories that wait for their dates' order to be settled keep their pages: 5 MB would hold the crawl up.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 64 * 1024 * 1024

# -- feeds ---------------------------------------------------------------------------------------------------

# Beside scrapy.cfg in a clone, else in the working directory (under scrapyd the code is an egg that nothing
# can be written to). It gives way to FEEDS, -o and -O of your own (see the add-on).
OUTPUT = Path(closest_scrapy_cfg() or "scrapy.cfg").resolve().parent / "output"
DEFAULT_FEED = str(OUTPUT).replace("%", "%%") + "/%(name)s/%(time)s.jsonl"
FEEDS = {
    DEFAULT_FEED: {
        "format": "jsonlines",
        # A run that wrote nothing leaves no file behind. (A file named with -O is emptied: yesterday's
        # stories are not today's.)
        "store_empty": False,
        # A file of its own for each run, NAME.part until it is complete.
        "unique": True,
    }
}
FEED_EXPORT_ENCODING = "utf-8"
# Lines that are whole or not there at all, also after kill -9.
FEED_EXPORTERS = dict.fromkeys(("jsonl", "jsonlines", "jl"), "newscrawl.feeds.JsonLinesExporter")
FEED_STORAGES = dict.fromkeys(("", "file"), "newscrawl.feeds.LocalFileStorage")

# -- between runs --------------------------------------------------------------------------------------------

# What is known of stories and sites, what an unfinished crawl has left to do, and the lock that keeps two
# runs of one crawl apart: a file beside scrapy.cfg or in the working directory, like the feeds (four slashes
# name an absolute path). Empty: every run begins anew.
NEWSCRAWL_STATE = "sqlite:///.newscrawl/state.sqlite3"
# How many known stories a run looks at again at most, those that most likely changed.
NEWSCRAWL_REVISITS = 100
# Seconds to wait for a run of the same crawl that is still at work; 0 ends at once.
NEWSCRAWL_LOCK_WAIT = 0
# "gzip" or "zstd" packs feeds once they are complete (-O and the default feed).
NEWSCRAWL_COMPRESS = ""
SCHEDULER = "newscrawl.frontier.Scheduler"
SPIDER_MIDDLEWARES = {
    # Nearest to the spider: links it drops cost nothing more.
    "newscrawl.middlewares.revisit.KnownStoriesMiddleware": 950,
}

# -- what a person sees --------------------------------------------------------------------------------------

EXTENSIONS = {
    # AutoThrottle that also keeps Crawl-delay and Retry-After.
    "scrapy.extensions.throttle.AutoThrottle": None,
    "newscrawl.extensions.pace.Pace": 0,
    "newscrawl.extensions.contact.Contact": 100,
    # After the feed exporter (0): the feed's file is there before the run may end.
    "newscrawl.extensions.lock.RunLock": 400,
    "newscrawl.extensions.progress.Progress": 500,
    "newscrawl.extensions.summary.Summary": 510,
    "newscrawl.extensions.runrecord.RunRecord": 515,
    "newscrawl.extensions.edges.Edges": 520,
}
# A path such as "output/%(name)s/edges-%(time)s.jsonl" writes who links to whom, a line an edge.
NEWSCRAWL_EDGES = ""
# On standard error only what needs attention, beside the progress line and the summary: that is right for a
# person and for cron. A log file (--logfile, scrapyd) gets "INFO" unless you set a level yourself; see the
# add-on.
LOG_LEVEL = "WARNING"
# A story in one line, not its whole text; nothing a page says can steer the terminal.
LOG_FORMATTER = "newscrawl.extensions.log.OneLineFormatter"
# A section page among related links is no accident.
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"

# -- off -----------------------------------------------------------------------------------------------------

# Both run Python for whoever reaches them (RemoteControl is on by default since 2.19).
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
