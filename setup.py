# scrapyd-deploy writes a setup.py of its own where none stands, and that one leaves out package data.
from setuptools import setup

setup()
