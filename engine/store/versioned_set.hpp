#pragma once

#include "engine/store/versioned_nodes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice::store {

/// A sorted set in memory of which every committed version can be read for as long as somebody holds it, while one
/// writer prepares the next: a B+ tree whose nodes are copied before they change (Driscoll, Sarnak, Sleator, Tarjan:
/// Making data structures persistent, 1989), so that a change costs a path of nodes and a version nothing.
///
/// Nodes carry no counts. Each version keeps the nodes that the one after it no longer has, and holds that one alive;
/// so whatever a version still reaches is there until it and all before it are gone.
///
/// `Key` is a small plain value with a total order. Versions are read from any thread; one draft at a time.
template<class Key, std::size_t NodeMax = 64>
class versioned_set {
    static constexpr std::size_t depth_max = 16; ///< more than any memory holds, even of small nodes

    using nodes = versioned_nodes<Key, NodeMax>;
    using node = typename nodes::node;
    using leaf = typename nodes::leaf;
    using branch = typename nodes::branch;

    template<class Node>
    static auto& leaf_of(Node* n) {
        return nodes::leaf_of(n);
    }
    template<class Node>
    static auto& branch_of(Node* n) {
        return nodes::branch_of(n);
    }

public:
    /// A place in a set, at a key or behind the last or before the first. Valid while what it walks over is held and,
    /// if that is a draft, unchanged.
    class walk {
    public:
        bool valid() const { return height_ >= 0; }
        const Key& operator*() const { return leaf_of(path_[0].at).keys[path_[0].index]; }

        void forward() { move(+1); }
        void back() { move(-1); }

    private:
        friend class versioned_set;

        struct frame {
            const node* at;
            std::size_t index;
        };

        void move(int by) {
            for (int level = 0; level <= height_; ++level) {
                frame& here = path_[static_cast<std::size_t>(level)];
                if (by > 0 ? here.index + 1 >= here.at->size : here.index == 0) continue;
                here.index += static_cast<std::size_t>(by);
                return descend(level, by > 0);
            }
            height_ = -1;
        }
        void descend(int from, bool to_first) {
            for (int level = from; level > 0; --level) {
                const frame& above = path_[static_cast<std::size_t>(level)];
                const node* below = branch_of(above.at).children[above.index];
                path_[static_cast<std::size_t>(level - 1)] = {below, to_first ? 0 : below->size - 1};
            }
        }

        std::array<frame, depth_max> path_; ///< the leaf first; set up to `height_`
        int height_ = -1;
    };

    /// What versions and drafts have in common.
    class contents {
    public:
        std::size_t size() const { return size_; }
        bool contains(const Key& key) const {
            const walk found = at_or_after(key);
            return found.valid() && *found == key;
        }
        /// The first key that is not below `key`.
        walk at_or_after(const Key& key) const {
            walk found = approach(key);
            if (found.height_ < 0) return found;
            typename walk::frame& in_leaf = found.path_[0];
            in_leaf.index = nodes::place_in(leaf_of(in_leaf.at), key);
            if (in_leaf.index < in_leaf.at->size) return found;
            --in_leaf.index;
            found.forward();
            return found;
        }
        /// The last key below `key`.
        walk before(const Key& key) const {
            walk found = approach(key);
            if (found.height_ < 0) return found;
            typename walk::frame& in_leaf = found.path_[0];
            in_leaf.index = nodes::place_in(leaf_of(in_leaf.at), key);
            found.back();
            return found;
        }

    protected:
        contents() = default;
        contents(node* root, std::size_t size)
            : root_{root}
            , size_{size} {}
        ~contents() = default;

        node* root_ = nullptr;
        std::size_t size_ = 0;

    private:
        friend class versioned_set;

        walk approach(const Key& key) const {
            walk found;
            if (root_ == nullptr) return found;
            found.height_ = static_cast<int>(root_->height);
            const node* at = root_;
            for (; at->height > 0; at = branch_of(at).children[found.path_[at->height].index])
                found.path_[at->height] = {at, nodes::child_at(branch_of(at), key)};
            found.path_[0] = {at, 0};
            return found;
        }
    };

    /// The set as one commit left it. Never changes.
    class version final : public contents {
    public:
        version(node* root, std::size_t size)
            : contents{root, size} {}
        ~version() {
            for (node* each : retired_)
                nodes::free_node(each);
            if (is_last_) nodes::free_tree(this->root_);
            let_go(std::move(next_));
        }
        version(const version&) = delete;
        version& operator=(const version&) = delete;

    private:
        friend class versioned_set;

        /// One after the other: a chain may be longer than the stack is deep. What goes leaves the next to who let it
        /// go.
        static void let_go(std::shared_ptr<version> next) {
            static thread_local std::shared_ptr<version>* following = nullptr;
            if (following != nullptr) {
                *following = std::move(next);
                return;
            }
            while (next) {
                std::shared_ptr<version> after;
                following = &after;
                next.reset();
                following = nullptr;
                next = std::move(after);
            }
        }

        std::vector<node*> retired_; ///< what this version and those before it have, and those after it have not
        std::shared_ptr<version> next_;
        std::shared_ptr<const version> base_; ///< of one that was never published: whose nodes it shares
        bool is_last_ = false;                ///< nothing comes after it, and nobody else will free its nodes
    };
    using snapshot = std::shared_ptr<const version>;

    /// The next version while it is being written: begins as the latest one, and is nothing if not published.
    class draft final : public contents {
    public:
        explicit draft(versioned_set& of)
            : set_{of}
            , base_{of.latest_}
            , number_{++of.drafts_} {
            this->root_ = base_->root_;
            this->size_ = base_->size_;
        }
        ~draft() {
            if (!sealed_) {
                for (node* each : fresh_)
                    nodes::free_node(each);
                return;
            }
            if (published_) return;
            sealed_->retired_ = std::move(fresh_); // somebody may be reading it
            sealed_->base_ = base_;
        }
        draft(const draft&) = delete;
        draft& operator=(const draft&) = delete;

        /// Whether it was not there.
        bool insert(const Key& key) {
            if (this->contains(key)) return false;
            ++this->size_;
            if (this->root_ == nullptr) {
                leaf* first = make_leaf();
                first->keys[first->size++] = key;
                this->root_ = first;
                return true;
            }
            if (const division split = insert_into(this->root_, key); split.right != nullptr) {
                branch* top = make_branch(this->root_->height + 1);
                top->lows[0] = key; // not looked at
                top->children[0] = this->root_;
                top->lows[1] = split.low;
                top->children[1] = split.right;
                top->size = 2;
                this->root_ = top;
            }
            return true;
        }

        /// Whether it was there.
        bool erase(const Key& key) {
            if (!this->contains(key)) return false;
            --this->size_;
            erase_from(this->root_, key);
            while (this->root_->height > 0 && this->root_->size == 1) {
                node* only = branch_of(this->root_).children[0];
                retire(this->root_);
                this->root_ = only;
            }
            if (this->root_->size == 0) {
                retire(this->root_);
                this->root_ = nullptr;
            }
            return true;
        }

        /// What it has become; not yet the latest. Nothing may be changed any more.
        snapshot seal() {
            sealed_ = std::make_shared<version>(this->root_, this->size_);
            return sealed_;
        }

        /// Makes what was sealed the latest.
        void publish() {
            published_ = true;
            base_->retired_ = std::move(retired_);
            base_->next_ = sealed_;
            base_->is_last_ = false;
            sealed_->is_last_ = true;
            const std::lock_guard lock{set_.mutex_};
            set_.latest_ = sealed_;
        }

    private:
        struct division {
            Key low{};
            node* right = nullptr;
        };

        leaf* make_leaf() { return remember(new leaf{{number_, 0, 0}, {}}); }
        branch* make_branch(std::uint32_t height) { return remember(new branch{{number_, 0, height}, {}, {}}); }
        template<class Node>
        Node* remember(Node* made) {
            fresh_.push_back(made);
            return made;
        }
        void retire(node* n) { retired_.push_back(n); }

        /// Puts a copy in its place unless it is ours already.
        void own(node*& slot) {
            if (slot->draft == number_) return;
            node* copy = slot->height == 0 ? static_cast<node*>(new leaf{leaf_of(slot)})
                                           : static_cast<node*>(new branch{branch_of(slot)});
            copy->draft = number_;
            retire(slot);
            slot = remember(copy);
        }

        template<class Value>
        static void open_gap(std::array<Value, NodeMax>& values, std::size_t at, std::size_t size) {
            std::copy_backward(values.begin() + at, values.begin() + size, values.begin() + size + 1);
        }
        template<class Value>
        static void close_gap(std::array<Value, NodeMax>& values, std::size_t at, std::size_t size) {
            std::copy(values.begin() + at + 1, values.begin() + size, values.begin() + at);
        }

        /// How many stay when a full node is divided: nearly all where keys come in order, else half.
        static std::size_t staying(std::size_t at) { return at == NodeMax ? NodeMax : NodeMax / 2; }

        division insert_into(node*& slot, const Key& key) {
            own(slot);
            if (slot->height == 0) return insert_key(leaf_of(slot), key);
            branch& here = branch_of(slot);
            const std::size_t at = nodes::child_at(here, key);
            const division below = insert_into(here.children[at], key);
            if (below.right == nullptr) return {};
            return insert_child(here, at + 1, below);
        }

        division insert_key(leaf& here, const Key& key) {
            const std::size_t at = nodes::place_in(here, key);
            if (here.size < NodeMax) {
                put(here, at, key);
                return {};
            }
            leaf* right = make_leaf();
            const std::size_t stay = staying(at);
            std::copy(here.keys.begin() + stay, here.keys.end(), right->keys.begin());
            right->size = static_cast<std::uint32_t>(NodeMax - stay);
            here.size = static_cast<std::uint32_t>(stay);
            if (at < stay)
                put(here, at, key);
            else
                put(*right, at - stay, key);
            return {right->keys[0], right};
        }
        void put(leaf& here, std::size_t at, const Key& key) {
            open_gap(here.keys, at, here.size);
            here.keys[at] = key;
            ++here.size;
        }

        division insert_child(branch& here, std::size_t at, const division& added) {
            if (here.size < NodeMax) {
                put(here, at, added);
                return {};
            }
            branch* right = make_branch(here.height);
            const std::size_t stay = staying(at);
            std::copy(here.lows.begin() + stay, here.lows.end(), right->lows.begin());
            std::copy(here.children.begin() + stay, here.children.end(), right->children.begin());
            right->size = static_cast<std::uint32_t>(NodeMax - stay);
            here.size = static_cast<std::uint32_t>(stay);
            if (at < stay)
                put(here, at, added);
            else
                put(*right, at - stay, added);
            return {right->lows[0], right};
        }
        void put(branch& here, std::size_t at, const division& added) {
            open_gap(here.lows, at, here.size);
            open_gap(here.children, at, here.size);
            here.lows[at] = added.low;
            here.children[at] = added.right;
            ++here.size;
        }

        void erase_from(node*& slot, const Key& key) {
            own(slot);
            if (slot->height == 0) {
                leaf& here = leaf_of(slot);
                close_gap(here.keys, nodes::place_in(here, key), here.size);
                --here.size;
                return;
            }
            branch& here = branch_of(slot);
            const std::size_t at = nodes::child_at(here, key);
            erase_from(here.children[at], key);
            if (here.children[at]->size == 0)
                take_child(here, at);
            else if (here.children[at]->size < NodeMax / 4)
                join_neighbours(here, at > 0 ? at - 1 : at);
        }
        void take_child(branch& here, std::size_t at) {
            retire(here.children[at]);
            close_gap(here.lows, at, here.size);
            close_gap(here.children, at, here.size);
            --here.size;
        }
        /// Moves all of the child after `at` into the one there, if there is room to grow again.
        void join_neighbours(branch& here, std::size_t at) {
            if (at + 1 >= here.size) return;
            if (here.children[at]->size + here.children[at + 1]->size > NodeMax * 3 / 4) return;
            own(here.children[at]);
            node* left = here.children[at];
            const node* right = here.children[at + 1];
            if (left->height == 0) {
                std::copy_n(leaf_of(right).keys.begin(), right->size, leaf_of(left).keys.begin() + left->size);
            } else {
                const std::size_t joint = left->size;
                std::copy_n(branch_of(right).lows.begin(), right->size, branch_of(left).lows.begin() + joint);
                std::copy_n(branch_of(right).children.begin(), right->size, branch_of(left).children.begin() + joint);
                branch_of(left).lows[joint] = here.lows[at + 1];
            }
            left->size += right->size;
            take_child(here, at + 1);
        }

        versioned_set& set_;
        std::shared_ptr<version> base_;
        std::uint64_t number_;
        std::vector<node*> fresh_;   ///< made by this draft
        std::vector<node*> retired_; ///< no longer in it
        std::shared_ptr<version> sealed_;
        bool published_ = false;
    };

    versioned_set()
        : versioned_set{std::vector<Key>{}} {}

    /// Of keys in order, none twice. Nodes are left a little room.
    explicit versioned_set(const std::vector<Key>& sorted)
        : latest_{std::make_shared<version>(nodes::build(sorted), sorted.size())} {
        latest_->is_last_ = true;
    }
    versioned_set(const versioned_set&) = delete;
    versioned_set& operator=(const versioned_set&) = delete;

    snapshot latest() const {
        const std::lock_guard lock{mutex_};
        return latest_;
    }

private:
    mutable std::mutex mutex_; ///< of `latest_`
    std::shared_ptr<version> latest_;
    std::uint64_t drafts_ = 0;
};

} // namespace sluice::store
