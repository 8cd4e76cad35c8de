"""The resources of the API: one module for each, with a function that makes its blueprint for a store."""
