"""botocore as it is, but that what each session and each command works out anew, and always alike, is remembered: which
names of events stand for others, that handlers take keyword arguments, and what its files hold. For processes that make
hundreds of sessions. To import it is enough."""

import functools

from awscli.botocore import hooks, loaders

hooks.accepts_kwargs = functools.lru_cache(maxsize=None)(hooks.accepts_kwargs)

_alias = hooks.EventAliaser._alias_event_name
_names = {}


def _alias_event_name(aliaser, name):
    if name not in _names:
        _names[name] = _alias(aliaser, name)
    return _names[name]


hooks.EventAliaser._alias_event_name = _alias_event_name

_load = loaders.JSONFileLoader.load_file
_files = {}


def _load_file(loader, path):
    if path not in _files:
        _files[path] = _load(loader, path)
    return _files[path]


loaders.JSONFileLoader.load_file = _load_file
