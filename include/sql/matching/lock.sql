-- One run matches at a time; readers are not kept waiting.
LOCK TABLE matching.link IN SHARE ROW EXCLUSIVE MODE
