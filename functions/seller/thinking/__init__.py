"""The planner with a model: it proposes, code decides. `think.think` is its pure step."""
