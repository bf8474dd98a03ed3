# The pipeline and its Airflow. One image; docker-compose.yaml says which process a container becomes.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN groupadd --gid 10001 outcomes \
    && useradd --uid 10001 --gid outcomes --no-create-home --home-dir /data --shell /usr/sbin/nologin outcomes \
    && install --directory --owner outcomes --group outcomes --mode 0700 /data

WORKDIR /opt/outcomes

# What changes rarely comes first, so that a change of the code does not install everything again.
COPY requirements.txt ./
RUN pip install --requirement requirements.txt

COPY pyproject.toml README.md ./
COPY include ./include
COPY dags ./dags
RUN pip install --no-deps --editable . \
    && python -m compileall -q include dags

USER outcomes
WORKDIR /data
ENTRYPOINT ["python", "-m", "outcomes_airflow.service"]
