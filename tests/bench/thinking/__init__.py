"""What the durable loop of sellers that think costs, without the model's own time."""
