"""Everything that is true without a screen. Nothing in here imports Streamlit."""
