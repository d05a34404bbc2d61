#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice::store {

/// What versioned sets are made of, and how a key is found in it.
template<class Key, std::size_t NodeMax>
struct versioned_nodes {
    static_assert(std::is_trivially_copyable_v<Key>);
    static_assert(NodeMax >= 4);

    struct node {
        std::uint64_t draft; ///< which made it, and alone may change it
        std::uint32_t size = 0;
        std::uint32_t height; ///< 0: a leaf
    };
    struct leaf : node {
        std::array<Key, NodeMax> keys;
    };
    struct branch : node {
        std::array<Key, NodeMax> lows; ///< nothing in a child is below its low, nothing before it is not; the first is
                                       ///< not looked at
        std::array<node*, NodeMax> children;
    };

    static leaf& leaf_of(node* n) { return static_cast<leaf&>(*n); }
    static branch& branch_of(node* n) { return static_cast<branch&>(*n); }
    static const leaf& leaf_of(const node* n) { return static_cast<const leaf&>(*n); }
    static const branch& branch_of(const node* n) { return static_cast<const branch&>(*n); }

    static std::size_t child_at(const branch& b, const Key& key) {
        const auto begin = b.lows.begin() + 1;
        return static_cast<std::size_t>(std::upper_bound(begin, b.lows.begin() + b.size, key) - begin);
    }
    static std::size_t place_in(const leaf& l, const Key& key) {
        return static_cast<std::size_t>(std::lower_bound(l.keys.begin(), l.keys.begin() + l.size, key) -
                                        l.keys.begin());
    }

    static void free_node(node* n) {
        if (n->height == 0)
            delete static_cast<leaf*>(n);
        else
            delete static_cast<branch*>(n);
    }
    static void free_tree(node* n) {
        if (n == nullptr) return;
        if (n->height > 0)
            for (std::size_t i = 0; i < n->size; ++i)
                free_tree(branch_of(n).children[i]);
        free_node(n);
    }

    /// A tree of keys in order, none twice; null if there are none. Nodes are left a little room.
    static node* build(const std::vector<Key>& sorted) {
        constexpr std::size_t fill = NodeMax - NodeMax / 8;
        std::vector<std::pair<Key, node*>> level;
        level.reserve(sorted.size() / fill + 1);
        for (std::size_t from = 0; from < sorted.size(); from += fill) {
            auto* made = new leaf{{0, 0, 0}, {}};
            made->size = static_cast<std::uint32_t>(std::min(fill, sorted.size() - from));
            std::copy_n(sorted.begin() + static_cast<std::ptrdiff_t>(from), made->size, made->keys.begin());
            level.emplace_back(made->keys[0], made);
        }
        for (std::uint32_t height = 1; level.size() > 1; ++height) {
            std::vector<std::pair<Key, node*>> above;
            for (std::size_t from = 0; from < level.size(); from += fill) {
                auto* made = new branch{{0, 0, height}, {}, {}};
                for (; made->size < fill && from + made->size < level.size(); ++made->size) {
                    made->lows[made->size] = level[from + made->size].first;
                    made->children[made->size] = level[from + made->size].second;
                }
                above.emplace_back(made->lows[0], made);
            }
            level = std::move(above);
        }
        return level.empty() ? nullptr : level[0].second;
    }
};

} // namespace sluice::store
