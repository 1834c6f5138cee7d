# Backwise in a container: one process, no root, nothing kept inside. docs: README, "In a container".
FROM python:3.13-slim

RUN useradd --create-home --uid 10001 backwise
WORKDIR /srv/backwise

COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY .streamlit .streamlit
COPY app.py LICENSE ./
COPY core core
COPY data data
COPY pages pages

USER backwise
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
