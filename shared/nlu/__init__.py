"""Understanding a shopper's message by rules, in English, Portuguese and Spanish.

Start in `understanding.py`; `meaning.py` is what comes out.
"""
