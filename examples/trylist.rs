fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    match subrosa::screening::CompiledList::compile(&text) {
        Err(e) => {
            for d in &e.0 {
                println!("{}", d.show(&path, &text));
            }
            println!("{e}");
        }
        Ok(list) => {
            for d in list.warnings() {
                println!("{}", d.show(&path, &text));
            }
            println!("{} categories, {} rules", list.categories().len(), list.rules());
            for f in list.check_samples() {
                println!("SAMPLE {} {:?}: {} -- {}", f.category, f.expect, f.reason, f.text.value);
            }
        }
    }
}
