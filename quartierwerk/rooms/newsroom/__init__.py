"""What the city itself says: for now the pages that the law and the house demand."""
