"""Ways to show the findings of a run; each is given plain reports and gives back text."""
