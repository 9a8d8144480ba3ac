//! `product`, `combinations` and `permutations`: steps that need nothing but the places in their pools.

use crate::body::{Items, Tuple};
use crate::make;
use crate::model::{Model, Obj};
use crate::ops::iter::Step;

pub(super) fn product<M: Model>(pools: &[Obj<M, Tuple<M>>], places: &mut [usize], begun: &mut bool) -> Step<M> {
    if std::mem::replace(begun, true) {
        let turned = (0..pools.len()).rev().any(|i| {
            places[i] = (places[i] + 1) % pools[i].items().len();
            places[i] != 0
        });
        if !turned {
            return Step::End;
        }
    } else if pools.iter().any(|pool| pool.items().is_empty()) {
        return Step::End;
    }
    Step::Item(make::tuple::<M>(pools.iter().zip(places.iter()).map(|(pool, &place)| pool.items()[place].clone())))
}

fn chosen<M: Model>(pool: &Obj<M, Tuple<M>>, places: &[usize]) -> Step<M> {
    let items = pool.items();
    Step::Item(make::tuple::<M>(places.iter().map(|&place| items[place].clone())))
}

pub(super) fn combinations<M: Model>(
    pool: &Obj<M, Tuple<M>>,
    places: &mut [usize],
    again: bool,
    begun: &mut bool,
) -> Step<M> {
    let (n, r) = (pool.items().len(), places.len());
    if !std::mem::replace(begun, true) {
        let enough = if again { n > 0 || r == 0 } else { r <= n };
        return if enough { chosen(pool, places) } else { Step::End };
    }
    let highest = |i: usize| if again { n - 1 } else { i + n - r };
    let Some(i) = (0..r).rev().find(|&i| places[i] != highest(i)) else { return Step::End };
    let first = places[i] + 1;
    for (j, place) in places[i..].iter_mut().enumerate() {
        *place = if again { first } else { first + j };
    }
    chosen(pool, places)
}

pub(super) fn permutations<M: Model>(
    pool: &Obj<M, Tuple<M>>,
    places: &mut [usize],
    turns: &mut [usize],
    begun: &mut bool,
) -> Step<M> {
    let (n, r) = (places.len(), turns.len());
    if !std::mem::replace(begun, true) {
        return if r <= n { chosen(pool, &places[..r]) } else { Step::End };
    }
    for i in (0..r).rev() {
        turns[i] -= 1;
        if turns[i] > 0 {
            places.swap(i, n - turns[i]);
            return chosen(pool, &places[..r]);
        }
        places[i..].rotate_left(1);
        turns[i] = n - i;
    }
    Step::End
}
