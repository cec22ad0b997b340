use dualproof_numbers::gemm::{Factor, Into, product};
use std::time::Instant;
fn cpu() -> f64 { std::fs::read_to_string("/proc/self/schedstat").unwrap().split(' ').next().unwrap().parse::<f64>().unwrap()/1e9 }
fn main() {
    for (m,n,k) in [(256,64,576),(256,64,288),(256,128,576),(256,256,512),(256,256,2304),(256,512,504),(128,512,504),(128,512,4608),(1024,64,576),(1024,1024,1024),(512,64,288),(64,504,256),(512,504,256),(256,576,64),(256,504,512)] {
        let a = vec![1.0; m*k]; let b = vec![0.5; k*n]; let mut c = vec![0.0; m*n];
        let reps = (4e9 / (2.0*(m*n*k) as f64)) as usize + 1;
        let mut best = [f64::MAX; 3];
        for t in 0..3 { for _ in 0..3 {
            let s = cpu(); let _ = Instant::now();
            for _ in 0..reps {
                match t {
                 0 => product(&mut c, Into::Add, Factor::new(&a,m,k), Factor::new(&b,n,k).transposed()),
                 1 => product(&mut c, Into::Add, Factor::new(&a,k,m).transposed(), Factor::new(&b,k,n)),
                 _ => product(&mut c, Into::Replace, Factor::new(&a,m,k), Factor::new(&b,k,n)),
                }
            }
            best[t] = best[t].min((cpu()-s)/reps as f64);
        }}
        let f = 2.0*(m*n*k) as f64/1e9;
        println!("{m} {n} {k}: NT {:.1} TN {:.1} NN {:.1}", f/best[0], f/best[1], f/best[2]);
    }
}
