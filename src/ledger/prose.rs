//! Prose with formulas in it as Markdown that shows it as it is written.

/// Escapes what Markdown would take for emphasis: every `_` outside code (subscripts), and a `*` that begins no emphasised
/// words (a starred symbol). What is escaped already stays.
pub(crate) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_code, mut in_emphasis, mut before) = (false, false, ' ');
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if !in_code => {
                out.push(c);
                out.extend(characters.next());
            }
            '_' if !in_code => out.push_str("\\_"),
            '*' if !in_code => {
                let stars = 1 + std::iter::from_fn(|| characters.next_if_eq(&'*')).count();
                let goes_on = characters.peek().is_some_and(|next| !next.is_whitespace());
                let begins = goes_on && (before.is_whitespace() || before == '(');
                let marks = in_emphasis || begins;
                in_emphasis = begins && !in_emphasis;
                out.push_str(&if marks { "*" } else { "\\*" }.repeat(stars));
            }
            _ => {
                in_code ^= c == '`';
                out.push(c);
            }
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::prose;

    #[test]
    fn subscripts_and_stars_are_no_emphasis_and_emphasis_stays() {
        for (text, expected) in [
            ("−∇_{w_l} r, V^{PᵀP}_{x'|x}\\[K_l\\]", "−∇\\_{w\\_l} r, V^{PᵀP}\\_{x'|x}\\[K\\_l\\]"),
            ("`network_is_bias_free`: a_μ", "`network_is_bias_free`: a\\_μ"),
            ("S = P*ᵀ(I − P*), P* asks", "S = P\\*ᵀ(I − P\\*), P\\* asks"),
            ("*Correction to our notes*: P* and **one** branch", "*Correction to our notes*: P\\* and **one** branch"),
            ("already \\_ and \\*", "already \\_ and \\*"),
            ("", ""),
        ] {
            assert_eq!(prose(text), expected);
        }
    }
}
