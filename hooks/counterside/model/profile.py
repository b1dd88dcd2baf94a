"""Who serves the terminals of the shops that read a site: printed where a site for everybody leaves blanks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from counterside.model.links import ToContact
from counterside.model.nodes import Node, TextField

Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Profile(Node):
    """`profile.yml`, for a provider that serves its own merchants; everybody else has no such file. The hotline is a
    contact like any other: with a source, and the day that source was read."""

    name: TextField = Field(description="the provider's name · 服务商名称")
    hotline: ToContact | None = Field(
        None, description="its hotline, a record of contacts.yml · 热线，写在 contacts.yml 里"
    )
    portal: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=200)] | None = Field(
        None, description="where merchants sign in · 商户登录的网址"
    )
    terminals: tuple[Word, ...] = Field((), description="models as on the device's label · 机身标签上的型号")
