"""What is asked over HTTP and websocket."""
