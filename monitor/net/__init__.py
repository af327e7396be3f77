"""What all that speak over a network keep to: only where they may, bounded, and told in words.

`address` says which addresses are public; `guard` connects to those only; `aside` waits for what blocks;
`head` bounds what comes before an answer, `decode` takes a body in with bounds; `headers` reads what says
when to come back; `tls` has the authorities; `reasons` says in words why there is no answer.
"""
