"""What can be made to happen to printers and to the cloud."""
