"""From a request to what providers are sent, in OpenAI's words, which litellm translates. Pure."""

from shared.llm.request import Message, ModelRequest, ToolSpec

Sent = dict[str, object]

_CACHED: Sent = {"type": "ephemeral"}
_MARKED = ("anthropic/", "claude", "bedrock/anthropic", "bedrock/us.anthropic", "vertex_ai/claude")
"""Providers that cache up to a mark; others notice an equal beginning by themselves."""


def arranged(request: ModelRequest, model: str) -> Sent:
    """Return the arguments of a call: what is always the same first, what changes last.

    Tools are ordered by name and the prefix is one message, so that two requests that differ in
    their messages alone begin with the same bytes.
    """
    marks = model.startswith(_MARKED)
    sent: Sent = {
        "messages": [
            *_system(request.prefix, marks=marks),
            *(_message(message) for message in request.messages),
        ],
        "max_tokens": request.max_tokens,
    }
    if request.tools:
        sent["tools"] = _tools(request.tools, marks=marks)
    if request.output is not None:
        schema = {"name": request.output.name, "schema": request.output.schema_}
        sent["response_format"] = {"type": "json_schema", "json_schema": schema}
    if request.temperature is not None:
        sent["temperature"] = request.temperature
    return sent


def _system(prefix: tuple[str, ...], *, marks: bool) -> list[Sent]:
    if not prefix:
        return []
    text = "\n\n".join(prefix)
    if not marks:
        return [{"role": "system", "content": text}]
    block: Sent = {"type": "text", "text": text, "cache_control": _CACHED}
    return [{"role": "system", "content": [block]}]


def _tools(tools: tuple[ToolSpec, ...], *, marks: bool) -> list[Sent]:
    sent: list[Sent] = [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.parameters,
            },
        }
        for tool in sorted(tools, key=lambda tool: tool.name)
    ]
    if marks:
        sent[-1]["cache_control"] = _CACHED
    return sent


def _message(message: Message) -> Sent:
    sent: Sent = {"role": message.role, "content": message.text}
    if message.tool_use_id is not None:
        sent["tool_call_id"] = message.tool_use_id
    if message.tool_uses:
        sent["tool_calls"] = [
            {
                "id": use.id,
                "type": "function",
                "function": {"name": use.name, "arguments": use.arguments},
            }
            for use in message.tool_uses
        ]
        sent["content"] = message.text or None
    return sent
