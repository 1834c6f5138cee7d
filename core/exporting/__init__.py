"""What a person takes along: hand-outs, calendar, tables, a link, and the whole record as one file.

Values in, bytes or text out; nothing here reads a store or knows a page. Heavy libraries load on first use.
"""
