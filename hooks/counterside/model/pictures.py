"""What records say about their pictures: the name of a drawing, and the words for its parts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from counterside.model.nodes import Node, TextField

DrawingFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.svg$")]
"""The name of a file in `checklists/pictures/`."""
PICTURE = "shown with the words; says nothing that they do not · 配的图；图里的意思文字里都要有"
"""A picture is no part of an edition: its words are, and they say the same."""


class PictureLabel(Node):
    """The words for one part of a picture: a number in it, one of its panels, or a pictogram of its own."""

    id: str = Field(description="never changes · 定了就不改")
    text: TextField = Field(description="the words · 写的字")
    svg: DrawingFile | None = Field(None, description="a pictogram, for a list of them · 图标，一行一个时用")
