//! Formulas of prose as MathML: what is shown is what is written, and the elements are closed in order.

use dualproof_html::escaped;
use dualproof_html::formula::{Coverage, Piece, bare, pieces, prose, term};
use proptest::prelude::*;

/// The text of HTML without its elements; an error where an element is not closed by its own name.
fn text(html: &str) -> Result<String, String> {
    let (mut shown, mut open) = (String::new(), Vec::new());
    for (place, chunk) in html.split('<').enumerate() {
        let Some((tag, text)) = chunk.split_once('>').filter(|_| place > 0) else {
            if place > 0 {
                return Err(format!("found no end of the element {chunk:?}"));
            }
            shown.push_str(chunk);
            continue;
        };
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Err(format!("found </{name}> in {html}")),
            Some(_) => {}
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
        shown.push_str(text);
    }
    let shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    if open.is_empty() { Ok(shown) } else { Err(format!("left open: {open:?} in {html}")) }
}

/// Words, symbols, brackets and marks, in any order: most of it is no formula.
fn anything() -> impl Strategy<Value = String> {
    let tokens = [
        "a",
        "A",
        "x",
        "w",
        "K̄",
        "ξ",
        "𝒲",
        "f̃",
        "tr",
        "vec",
        "max",
        "the",
        "is",
        "BN",
        "WW",
        "MSM",
        "dX",
        "P*",
        "e.g.",
        "x1",
        "2",
        "0.5",
        "5,000",
        "1e-6",
        "½",
        "ᵀ",
        "²",
        "⁻¹",
        "₊",
        "₁₂",
        "'",
        "'s",
        "*",
        "_",
        "_l",
        "_{l−1}",
        "_{x'|x}",
        "^S",
        "^{",
        "_{i in j}",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "⟨",
        "⟩",
        "|",
        "‖",
        "+",
        "−",
        "=",
        "≤",
        "<",
        ">",
        "·",
        "⊗",
        "/",
        "Σ",
        "∇",
        "∂",
        "√",
        ",",
        ";",
        ":",
        ".",
        " ",
        " ",
        " ",
        "\n",
        "-",
        "&",
        "\"",
        "é",
        "–",
    ];
    prop::collection::vec(prop::sample::select(tokens.to_vec()), 0..40).prop_map(|tokens| tokens.concat())
}

/// Are the characters shown those of the source, in their order? Where a symbol has both scripts the subscript is shown first, and a
/// prime or a star before both, whichever is written first; the minus of a term is typed as a hyphen.
fn is_same(html: &str, shown: &str, source: &str) -> bool {
    let characters = |text: &str| {
        let mut characters: Vec<char> = bare(text).replace('−', "-").chars().collect();
        if html.contains("<msubsup>") || html.contains(['′', '*']) {
            characters.sort_unstable();
        }
        characters
    };
    characters(shown) == characters(source)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A symbol that is lost, doubled or moved, and an element that is not closed, are seen.
    #[test]
    fn what_is_shown_is_what_is_written(source in prop_oneof![anything(), any::<String>()]) {
        let shown = text(&prose(&source)).map_err(TestCaseError::fail)?;
        prop_assert!(is_same(&prose(&source), &shown, &source), "{} from {}", shown, source);
        let joined: String = pieces(&source).iter().map(|piece| match piece {
            Piece::Text(text) => *text,
            Piece::Formula { source, .. } => source,
        }).collect();
        prop_assert_eq!(joined, source);
    }

    #[test]
    fn a_term_is_shown_whole_or_not_at_all(source in anything()) {
        if let Some(html) = term(&source) {
            let shown = text(&html).map_err(TestCaseError::fail)?;
            prop_assert!(is_same(&html, &shown, &source), "{} from {}", shown, source);
        }
    }
}

/// The formulas in a text, as they are written.
fn formulas(source: &str) -> Vec<&str> {
    let formula = |piece| if let Piece::Formula { source, .. } = piece { Some(source) } else { None };
    pieces(source).into_iter().filter_map(formula).collect()
}

#[test]
fn formulas_end_where_words_begin() {
    for (source, expected) in [
        ("For every layer l: −∇_{w_l} L = 2 V_x[K̄_l] w_l, at most.", vec!["l", "−∇_{w_l} L = 2 V_x[K̄_l] w_l"]),
        ("a covariance, a w and a = 2", vec!["w", "a = 2"]),
        ("with N samples and A augmentations", vec!["N", "A"]),
        ("A check is a sample", vec![]),
        ("tr SB and WWᵀ of the network's BN + predictor", vec!["tr SB", "WWᵀ"]),
        ("E[r over pairs] and E[KKᵀ]w", vec!["E", "r", "E[KKᵀ]w"]),
        ("no max-pool layer, the max of 2 and 3", vec![]),
        ("e.g. 5,000 of x1, in [0, 1]", vec![]),
        ("P* is S = P*ᵀ(I − P*) of L's", vec!["P*", "S = P*ᵀ(I − P*)", "L"]),
        ("[relu_layer_linear] of a_{ii}", vec!["a_{ii}"]),
        ("files/sums and N/(N−1) −", vec!["N/(N−1)"]),
        ("553 s, +0.1 [+0.1, +0.2], but 2 s_j", vec!["2 s_j"]),
        ("Σ_x p(x) = 1 for x ∈ X", vec!["Σ_x p(x) = 1", "x ∈ X"]),
    ] {
        assert_eq!(formulas(source), expected, "{source}");
    }
}

#[test]
fn scripts_and_brackets_are_elements() {
    let cases = [
        ("w_l", "<math><msub><mi>w</mi><mi>l</mi></msub></math>"),
        ("K₊ᵀ", "<math><msubsup><mi>K</mi><mo>+</mo><mi>T</mi></msubsup></math>"),
        ("A⁻¹", "<math><msup><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msup></math>"),
        ("x'", "<math><mrow><mi>x</mi><mo lspace=\"0\" rspace=\"0\">′</mo></mrow></math>"),
        ("K̄", "<math><mi class=\"marked\">K̄</mi></math>"),
        ("a < b", "<math><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"),
    ];
    for (source, expected) in cases {
        assert_eq!(prose(source), expected);
    }
    assert_eq!(escaped("<"), "&lt;");
    // The second letter behind a mark begins a symbol where it has a script of its own.
    let product = prose("q_jq_k");
    assert!(product.starts_with("<math><msub><mi>q</mi><mi>j</mi></msub>"), "{product}");
    assert!(product.ends_with("<msub><mi>q</mi><mi>k</mi></msub></math>"), "{product}");
    assert_eq!(prose("T_ij"), "<math><msub><mi>T</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub></math>");
    // What is long has rows, between which a line may break: none is longer than a narrow screen.
    let long = "−∇_{w_l} L = 2 ( N/(N−1) · V_x[K̄_l] − 1/(A−1) · E_x V_{x'|x}[K_l] ) w_l";
    assert!(prose(long).matches("<mrow>").count() >= 3, "{}", prose(long));
}

#[test]
fn coverage_counts_the_notation_that_is_left() {
    let found = Coverage::of("w_l and ^ then");
    assert_eq!((found.formulas, found.notation, found.covered), (1, 2, 1));
    assert_eq!(found.with(found).notation, 4);
}

/// Brackets and scripts within one another are read to a depth, and shown beyond it.
#[test]
fn what_is_nested_without_end_is_shown() {
    for token in ["(", "x_{", "[x^{", "(x)", "‖"] {
        let source = token.repeat(2_000);
        assert_eq!(text(&prose(&source)).map(|shown| bare(&shown)), Ok(bare(&source)), "{token}");
    }
}
