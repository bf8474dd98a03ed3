"""What runs the night in Airflow: processes, the command, DAG builders and the pages in its UI."""
