"""Fetches pictures, voice notes and files of shoppers into our object store."""
