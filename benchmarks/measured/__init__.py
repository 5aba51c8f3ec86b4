"""Movement beside what people were measured to do: experiments, measures, deviations."""
