"""JupyterLab as `make lab` starts it: nothing asks, nothing is sent anywhere, and saving leaves no traces."""

from jupyterlab.handlers.announcements import NeverCheckForUpdate

c = get_config()  # noqa: F821, what reads this file provides it

c.LabApp.check_for_updates_class = NeverCheckForUpdate
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"  # the other one lists a registry
# A notebook and its script are one document: the file browser shows the notebook.
c.ContentsManager.hide_globs = ["[0-9][0-9]_*.py", "__pycache__", "*.pyc", "*.egg-info"]


def without_traces(model, **_):
    """Drop from a notebook what JupyterLab adds on saving and `make` would take out again."""
    if model["type"] == "notebook" and model["content"]:
        kept = ("kernelspec", "source_sha256")
        metadata = model["content"]["metadata"]
        model["content"]["metadata"] = {name: metadata[name] for name in kept if name in metadata}
        for cell in model["content"]["cells"]:
            cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name == "tags"}


c.ContentsManager.pre_save_hook = without_traces
