"""From agencies' files to claims that an auditor can re-perform. A module or sub-package a stage, named for the stage."""
