"""From agencies' files to claims that an auditor can re-perform: a module or package a stage, named for the stage."""
