//! Notes of another program, notes of this one, and texts that are none.

use super::*;
use crate::auth::keys::OfficeKey;
use crate::auth::seal::Seal;
use secrecy::ExposeSecret as _;

/// The example of the specification of signed notes, with the key that the programs of Go document it with.
const EXAMPLE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const EXAMPLE_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

#[test]
fn a_note_of_another_program_is_read_and_checked() {
    let key: NoteKey = EXAMPLE_KEY.parse().expect("a key");
    assert_eq!((key.name(), key.to_string().as_str()), ("PeterNeumann", EXAMPLE_KEY));
    let note = Note::parse(EXAMPLE).expect("a note");
    assert_eq!(key.verify(&note), Ok(()));
    let changed = Note::parse(&EXAMPLE.replace("answer", "anzwer")).expect("a note");
    assert_eq!(key.verify(&changed), Err(NoteError::Forged("PeterNeumann".into())));
    let other = NoteKey::of("PeterNeumann".into(), NoteKind::Note, OfficeKey::generate().expect("key").public());
    assert_eq!(other.verify(&note), Err(NoteError::NotSigned("PeterNeumann".into())));
}

fn head() -> TreeHead {
    TreeHead { origin: "example.com/log".into(), size: 7, root: [9; 32] }
}

#[test]
fn what_the_office_signs_is_by_its_key_and_by_no_other() {
    let seal = Seal::with(OfficeKey::generate().expect("key"));
    let text = head().to_string();
    let written = Note::write(&text, &[seal.sign_note("example.com/log", &text)]);
    let note = Note::parse(&written).expect("a note");
    assert_eq!(TreeHead::parse(&note.text), Ok(head()));
    let key = seal.note_key("example.com/log");
    assert_eq!(key.to_string().parse(), Ok(key.clone()));
    assert_eq!(seal.public().expect("key").note_key("example.com/log"), key);
    assert_eq!(key.verify(&note), Ok(()));
    assert!(matches!(key.verify_cosignature(&note), Err(NoteError::Forged(_))), "no signature passes for another kind");
    // The same key under another name is another key.
    assert!(matches!(seal.note_key("example.com/other").verify(&note), Err(NoteError::NotSigned(_))));
    let second =
        Note::write(&text, &[seal.sign_note("example.com/log", &text), seal.sign_note("example.com/log", "x")]);
    assert!(key.verify(&Note::parse(&second).expect("a note")).is_err(), "a wrong line beside a right one");
}

#[test]
fn a_cosignature_holds_its_time_and_its_checkpoint() {
    let witness = WitnessKey::generate("navy.example/w1").expect("a key");
    let again = WitnessKey::parse(witness.secret_text().expose_secret()).expect("reads");
    assert_eq!(again.public(), witness.public());
    let text = head().to_string();
    let line = witness.cosign(1_679_315_147, &text);
    let note = Note::parse(&Note::write(&text, std::slice::from_ref(&line))).expect("a note");
    let key = witness.public();
    assert_eq!(key.verify_cosignature(&note), Ok(1_679_315_147));
    assert_eq!(note.line_of(&key), Some(line.as_str()));
    assert!(key.verify(&note).is_err(), "a co-signature is no signature of the note");
    for (from, to) in [("\n7\n", "\n8\n"), ("log\n", "lag\n")] {
        let other = Note::parse(&Note::write(&text.replace(from, to), std::slice::from_ref(&line))).expect("a note");
        assert_eq!(key.verify_cosignature(&other), Err(NoteError::Forged("navy.example/w1".into())));
    }
    // Every bit of the line is signed, or names the key.
    let bytes = BASE64.decode(line.rsplit(' ').next().expect("base64")).expect("base64");
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let line = write_line("navy.example/w1", &[&changed]);
        let note = Note::parse(&Note::write(&text, &[line])).expect("a note");
        assert!(key.verify_cosignature(&note).is_err(), "byte {at}");
    }
}

#[test]
fn what_is_no_note_no_key_and_no_checkpoint_is_not_taken() {
    let line = "\u{2014} a AAAAAAA=\n";
    for odd in
        ["", "\n", "text\n", "text\n\n", "text\n\n\u{2014} a\n", "text\n\n- a AAAAAAA=\n", "text\n\n\u{2014} a b c\n"]
    {
        assert!(Note::parse(odd).is_err(), "{odd:?}");
    }
    assert!(Note::parse(&format!("te\txt\n\n{line}")).is_err());
    assert!(Note::parse(&format!("text\n\n{line}{line}")).is_ok());
    assert!(Note::parse(&format!("text\n\n{line}x")).is_err());
    assert!(Note::parse(&format!("{}\n\n{line}", "x".repeat(MAX_BYTES))).is_err());
    let root = BASE64.encode([0; 32]);
    for odd in [
        format!("\n1\n{root}\n"),
        format!("a\n01\n{root}\n"),
        format!("a\n+1\n{root}\n"),
        format!("a\n-1\n{root}\n"),
        format!("a\n1\n{root}"),
        format!("a\n1\n{root}\nmore\n"),
        "a\n1\nAAAA\n".to_owned(),
        String::new(),
    ] {
        assert!(TreeHead::parse(&odd).is_err(), "{odd:?}");
    }
    let (name, rest) = EXAMPLE_KEY.split_once('+').expect("a key");
    for odd in
        ["", "a", "a+b", &format!("+{rest}"), &format!("other+{rest}"), &format!("a {name}+{rest}"), "a+00000000+"]
    {
        assert!(odd.parse::<NoteKey>().is_err(), "{odd:?}");
    }
    // The point of order one is no key: anything is signed by it.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert!(NoteKey::of("a".into(), NoteKind::Note, weak).to_string().parse::<NoteKey>().is_err());
}
