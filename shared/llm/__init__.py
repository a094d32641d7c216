"""Language models behind one interface: `Model.complete(request) -> answer`.

`models.model_for(brand)` is what functions use; nothing else of the shop knows a provider.
"""
