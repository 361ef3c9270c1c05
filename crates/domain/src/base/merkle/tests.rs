//! The tree against its definition, and against the tree by which others test theirs.

use super::*;
use crate::base::ledger::hex;
use proptest::prelude::*;

/// The tree of RFC 6962 as its definition says it, without any of the above.
fn defined(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => Sha256::digest([&[0], one.as_slice()].concat()).into(),
        _ => {
            let k = (0..).map(|n| 1 << n).take_while(|k| *k < leaves.len()).last().expect("two leaves");
            let (left, right) = (defined(&leaves[..k]), defined(&leaves[k..]));
            Sha256::digest([&[1], left.as_slice(), right.as_slice()].concat()).into()
        }
    }
}

fn leaves(n: u64) -> Vec<Vec<u8>> {
    (0..n).map(|i| i.to_be_bytes().to_vec()).collect()
}

fn hashes(leaves: &[Vec<u8>]) -> Vec<Hash> {
    leaves.iter().map(|leaf| hash_leaf(leaf)).collect()
}

fn prove(old: u64, leaves: &[Vec<u8>]) -> Vec<Hash> {
    let mut subtree = |range: Range<u64>| {
        let range = usize::try_from(range.start).expect("small")..usize::try_from(range.end).expect("small");
        Ok::<_, ()>(defined(&leaves[range]))
    };
    prove_consistency(old, leaves.len() as u64, &mut subtree).expect("never fails")
}

/// The tree of eight leaves by which the programs of Certificate Transparency are tested.
fn well_known() -> Vec<Vec<u8>> {
    let bytes = |hex: &str| {
        let at = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex");
        (0..hex.len()).step_by(2).map(at).collect()
    };
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        .map(bytes)
        .to_vec()
}

#[test]
fn the_well_known_tree_has_its_roots_and_proofs() {
    let all = hashes(&well_known());
    for (size, root) in [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ] {
        assert_eq!(hex(&root_over(&all[..size])), root, "{size}");
    }
    let proof: Vec<String> = prove(6, &well_known()).iter().map(|hash| hex(hash)).collect();
    assert_eq!(
        proof,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
        ]
    );
}

#[test]
fn every_pair_of_small_trees_is_proved_and_no_other_root_is() {
    let all = leaves(40);
    for size in 1..=40 {
        let whole = &all[..size];
        let root = defined(whole);
        for old in 1..=size {
            let (m, n) = (old as u64, size as u64);
            let (before, proof) = (defined(&all[..old]), prove(m, whole));
            assert!(is_consistent(m, &before, n, &root, &proof), "{old} in {size}");
            let other = [7; 32];
            assert!(!is_consistent(m, &other, n, &root, &proof) && !is_consistent(m, &before, n, &other, &proof));
            let longer = [proof.clone(), vec![other]].concat();
            assert!(!is_consistent(m, &before, n, &root, &longer), "{old} in {size}");
            for i in 0..proof.len() {
                let mut changed = proof.clone();
                changed[i][5] ^= 1;
                assert!(!is_consistent(m, &before, n, &root, &changed), "{old} in {size}");
                let shorter = [&proof[..i], &proof[i + 1..]].concat();
                assert!(!is_consistent(m, &before, n, &root, &shorter), "{old} in {size}");
            }
        }
    }
    let nothing = defined(&[]);
    assert!(is_consistent(0, &nothing, 5, &defined(&all[..5]), &[]));
    assert!(!is_consistent(0, &[1; 32], 5, &defined(&all[..5]), &[]));
    assert!(!is_consistent(6, &defined(&all[..6]), 5, &defined(&all[..5]), &[]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn tiles_and_leaves_come_to_the_same_root(size in 0_u64..1400, old in 0_u64..1400) {
        let all = leaves(size);
        let of_leaves = hashes(&all);
        let root = defined(&all);
        prop_assert_eq!(root_over(&of_leaves), root);
        let tiles: Vec<Hash> = of_leaves.chunks(256).map(root_over).collect();
        prop_assert_eq!(root_over(&tiles), root);
        let old = old.min(size);
        let before = defined(&all[..usize::try_from(old).expect("small")]);
        prop_assert!(is_consistent(old, &before, size, &root, &prove(old, &all)));
    }

    #[test]
    fn a_place_is_read_as_it_is_written(level in 0_u32..64, index in 0_u64..5_000_000_000, width in 1_u64..=256, entries: bool) {
        let kind = if entries { TileKind::Entries } else { TileKind::Hashes(level) };
        let place = TilePlace { kind, index, width };
        prop_assert_eq!(TilePlace::parse(&place.to_string()), Some(place));
    }

    #[test]
    fn no_text_makes_the_reader_of_places_fail(text in "[0-9x./pentris-]{0,24}") {
        if let Some(place) = TilePlace::parse(&text) {
            prop_assert_eq!(place.to_string(), text);
        }
    }
}

#[test]
fn places_are_written_as_tlog_tiles_says() {
    let written = |kind, index, width| TilePlace { kind, index, width }.to_string();
    assert_eq!(written(TileKind::Hashes(0), 1_234_067, 256), "0/x001/x234/067");
    assert_eq!(written(TileKind::Hashes(1), 0, 17), "1/000.p/17");
    assert_eq!(written(TileKind::Entries, 273, 112), "entries/273.p/112");
    for odd in [
        "",
        "0",
        "0/",
        "/000",
        "0/0",
        "0/00",
        "0/0000",
        "0/x000/000",
        "00/000",
        "01/000",
        "64/000",
        "-1/000",
        "+0/000",
        "0/-01",
        "0/+01",
        "0/001/002",
        "0/x001/x002",
        "0/x01/002",
        "0/1000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/",
        "0/000.p/-1",
        "0/000.p/1/",
        "0/000/.p/1",
        "0/000.p",
        "0/ 00",
        "entries",
        "entries/",
        "entries/x000/001",
        "Entries/000",
        "0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(TilePlace::parse(odd), None, "{odd:?}");
    }
}

#[test]
fn a_tree_of_70000_leaves_has_the_tiles_that_tlog_tiles_lists() {
    let all = |kind| TilePlace::all(kind, 70_000).map(|place| place.to_string()).collect::<Vec<_>>();
    let lowest = all(TileKind::Hashes(0));
    assert_eq!((lowest.len(), lowest[273].as_str()), (274, "0/273.p/112"));
    assert_eq!(all(TileKind::Hashes(1)), ["1/000", "1/001.p/17"]);
    assert_eq!(all(TileKind::Hashes(2)), ["2/000.p/1"]);
    assert!(all(TileKind::Hashes(3)).is_empty() && all(TileKind::Hashes(63)).is_empty());
    let place = TilePlace::parse("1/001.p/17").expect("a place");
    let ranges: Vec<_> = place.ranges().expect("in a tree").collect();
    assert_eq!((ranges.len(), ranges[0].clone(), ranges[16].clone()), (17, 65_536..65_792, 69_632..69_888));
    assert!(TilePlace::parse("63/000").expect("a place").ranges().is_none());
}
