"""The pipeline's own pages in Airflow's UI: the review desk, for reviewers, and how well matching does, for everybody
who may see the UI. Rendered here, with no script or style from elsewhere, and usable without any script."""
