"""The live hub: what has changed reaches open pages by websocket or server-sent events."""
